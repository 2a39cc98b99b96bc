import { call } from '@/api/client';

/** A page of a list that the contract has as a bare array, with the total from its header. */
export interface Page<Row> {
  rows: Row[];
  total: number;
}

interface Answer<Row> {
  data?: Row[];
  error?: unknown;
  response: Response;
}

export async function listed<Row>(asked: Promise<Answer<Row>>): Promise<Page<Row>> {
  const answer = await asked;
  const rows = await call(Promise.resolve(answer));
  return { rows, total: Number(answer.response.headers.get('x-total-count') ?? rows.length) };
}
