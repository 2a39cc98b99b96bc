import { useEffect } from 'react';

/** Longer than Mantine takes to give the focus back itself. */
const AFTER_MANTINE = 30;

/**
 * Gives the focus back to where it was when a dialog closes. Mantine does so only for one that was
 * there before it opened, and whose opener stays: an item of a menu does not, so its button gets it.
 */
export function useFocusBack(opened: boolean) {
  useEffect(() => {
    if (!opened) return;
    const before = openerOf(document.activeElement);
    return () => {
      // The dialog keeps the focus until it has faded away.
      const inside = document.activeElement;
      setTimeout(() => {
        const isFree = [document.body, inside].includes(document.activeElement);
        if (isFree) before?.focus({ preventScroll: true });
      }, AFTER_MANTINE);
    };
  }, [opened]);
}

function openerOf(active: Element | null): HTMLElement | null {
  const menu = active?.closest('[role="menu"]');
  const opener = menu
    ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
    : active;
  return opener instanceof HTMLElement ? opener : null;
}
