import { useEffect } from 'react';
import * as api from './queries';

export function Page({ id }) {
  useEffect(() => {
    api.queries.list();
    api.queries.get(id).then((answer) => api.runs(answer.data.id));
    api.plan(id);
    api.tags(id);
    api.languages();
    api.suggestions();
    api.mail(id);
  }, [id]);
  const save = () => api.queries.save(id, {}) && api.ask('why') && api.run(id);
  const tidy = () => api.forget(id, 1) && api.tag(id, []) && api.check('example.com');
  return <button onClick={save} onBlur={tidy}>Save</button>;
}
