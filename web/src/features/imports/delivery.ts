import type { Delivery } from './upload';

/** What the sender says about a file. */
export type DeliveryNotes = Omit<Delivery, 'file'>;

export const NO_NOTES: DeliveryNotes = {
  client_type: '',
  launch_url: '',
  min_version: '',
  source_label: '',
  notes: '',
};

/** Whether there is a launch address that is no full web address. */
export function hasBadAddress({ launch_url: address }: DeliveryNotes): boolean {
  if (address.trim() === '') return false;
  const url = URL.parse(address.trim());
  return url === null || (url.protocol !== 'https:' && url.protocol !== 'http:');
}
