import ky from 'ky';
import useSWR from 'swr';

const client = ky.create({ prefixUrl: '/v2' });
const fetcher = (key: string) => client.get(key).json();

export const createCat = (name: string) => client.post('cats', { json: { name } });
export const removeCat = (id: string) => client.delete(`cats/${id}`);
export const renameCat = (id: string, name: string) => client.patch(`cats/${id}`, { json: { name } });

export function useCats() {
  return useSWR('cats', fetcher);
}

export function useCat(id: string) {
  return useSWR(`cats/${id}`, fetcher);
}

export const useOwners = () => useSWR('owners', fetcher);
