import { Code } from '@mantine/core';
import { Fragment } from 'react';

const MARK = /(`[^`]+`|\*\*[^*]+\*\*)/;

/** A line of the register with its `code` and **bold** shown as such; nothing else is Markdown. */
export function Inline({ text }: { text: string }) {
  return text.split(MARK).map((part, index) => {
    if (part.startsWith('`') && part.length > 2)
      return <Code key={index}>{part.slice(1, -1)}</Code>;
    if (part.startsWith('**') && part.length > 4)
      return <strong key={index}>{part.slice(2, -2)}</strong>;
    return <Fragment key={index}>{part}</Fragment>;
  });
}
