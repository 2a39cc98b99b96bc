import { useQuery } from '@tanstack/react-query';
import { http } from '../api/client';

export function useList<T>(path: string, params: Record<string, string> = {}) {
  return useQuery({
    queryKey: [path, params],
    queryFn: async () => (await http.get<T[]>(path, { params })).data,
  });
}
