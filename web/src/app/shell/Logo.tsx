import { Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import classes from './Shell.module.css';

export function LogoMark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#3550bd" />
      <path
        d="M22.500 11.200A8 8 0 1 0 24 16h-7"
        fill="none"
        stroke="#fff"
        strokeWidth="3.400"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

export function Logo() {
  return (
    <Link to="/" className={classes.logo} aria-label="Gapless">
      <LogoMark />
      <Text span inherit visibleFrom="xs">
        Gapless
      </Text>
    </Link>
  );
}
