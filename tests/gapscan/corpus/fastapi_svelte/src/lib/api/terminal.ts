/** A server that the user runs and names. */
export const listFiles = (baseUrl: string, path: string) =>
  fetch(`${baseUrl}/files/list?path=${path}`);

export const openPort = (baseUrl: string) => fetch(`${baseUrl}/ports`, { method: 'POST' });
