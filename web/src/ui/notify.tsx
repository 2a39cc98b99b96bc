import { notifications } from '@mantine/notifications';
import { ProblemAlert } from './ProblemAlert';
import { IconCheck } from './icons';

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'teal', icon: <IconCheck size={16} />, autoClose: 4000 });
}

/** An error with nowhere on the page to stand: it stays until closed, to copy its request id. */
export function notifyProblem(error: unknown): void {
  notifications.show({ message: <ProblemAlert error={error} />, color: 'red', autoClose: false });
}
