import { queryOptions } from '@tanstack/react-query';
import { api, call, type Schema } from '@/api/client';

export type Explanation = Schema<'AccessExplanation'>;
export type Step = Schema<'StepRow'>;
type Permission = NonNullable<Schema<'RoleCreate'>['permissions']>[number];

export interface Question {
  admin: string;
  /** One of the two. */
  permission: string | undefined;
  operation: string | undefined;
}

export function explainQuery({ admin, permission, operation }: Question) {
  const query = { admin_id: admin, permission: permission as Permission | undefined, operation };
  return queryOptions({
    queryKey: ['admin-users', 'explain', query],
    queryFn: ({ signal }) => call(api.GET('/api/v1/admin/explain', { params: { query }, signal })),
  });
}
