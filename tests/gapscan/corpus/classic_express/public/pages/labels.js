Kanban.api.request('GET', '/api/labels').then(render);
Kanban.api.boards().then(render);
$.get('/boards');
$.getJSON('/api/pages/boards');
