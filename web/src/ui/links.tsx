import {
  Anchor,
  type AnchorProps,
  Button,
  type ButtonProps,
  Paper,
  type PaperProps,
} from '@mantine/core';
import { createLink } from '@tanstack/react-router';
import type { ComponentPropsWithRef } from 'react';

type LinkProps<Style> = Style & Omit<ComponentPropsWithRef<'a'>, keyof Style>;

/** Mantine's looks with the router's checked addresses. */
export const AnchorLink = createLink((props: LinkProps<AnchorProps>) => (
  <Anchor c="var(--gapless-link)" {...props} />
));
export const ButtonLink = createLink((props: LinkProps<ButtonProps>) => (
  <Button component="a" {...props} />
));
export const PaperLink = createLink((props: LinkProps<PaperProps>) => (
  <Paper component="a" {...props} />
));
