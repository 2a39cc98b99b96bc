import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';
import { FLAGS_KEY } from '../refresh';
import { type AnalyticsSearch, analyticsFilter } from './search';

export type Analytics = Schema<'FlagAnalytics'>;
export type FlagUse = Schema<'FlagUse'>;

const REFRESH_MS = 60_000;

export const analyticsQuery = (search: AnalyticsSearch) => {
  const query = analyticsFilter(search);
  return queryOptions({
    queryKey: [...FLAGS_KEY, 'analytics', query],
    queryFn: ({ signal }) =>
      call(api.GET('/api/v1/flags/analytics', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });
};
