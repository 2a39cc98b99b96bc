import { useEffect } from 'react';
import { ask, plan, queries, runs } from './queries';

export function Page({ id }) {
  useEffect(() => {
    queries.list();
    queries.get(id).then((answer) => runs(answer.data.id));
    plan(id);
  }, [id]);
  return <button onClick={() => queries.save(id, {}) && ask('why')}>Save</button>;
}
