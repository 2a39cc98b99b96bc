/** A ref that puts the cursor into the first field of what has just been shown in place of another. */
export function focusFirst(node: HTMLElement | null): void {
  node?.querySelector('input')?.focus();
}
