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
    const active = document.activeElement;
    const menu = active?.closest('[role="menu"]') ?? null;
    const before = menu
      ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '')
      : active;
    return () => {
      // The dialog keeps the focus until it has faded away.
      const inside = document.activeElement;
      setTimeout(() => {
        const now = document.activeElement;
        // A menu fades away, too: soon after it, Mantine gives the focus to an item that is going.
        const isFree = now === document.body || now === inside || menu?.contains(now) === true;
        if (isFree && before instanceof HTMLElement) before.focus({ preventScroll: true });
      }, AFTER_MANTINE);
    };
  }, [opened]);
}
