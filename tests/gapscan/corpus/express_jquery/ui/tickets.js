/* global $ */
(function () {
  var root = '/api';

  function load(done) {
    $.getJSON(root + '/tickets', { open: 1 }, done);
  }

  function comments(id) {
    return $.get(root + '/tickets/' + id + '/comments');
  }

  function create(title) {
    return $.ajax({ url: root + '/tickets', type: 'POST', data: JSON.stringify({ title: title }) });
  }

  function close(id) {
    return $.ajax(root + '/tickets/' + id, { method: 'DELETE' });
  }

  function agents() {
    var xhr = new XMLHttpRequest();
    xhr.open('GET', root + '/agents');
    xhr.send();
  }

  function save(agent) {
    var verb = agent.id ? 'PUT' : 'POST';
    return fetch(root + '/agents/' + agent.id, { method: verb, body: JSON.stringify({ name: agent.name }) });
  }

  function status(id) {
    return $.post(`${root}/tickets/${id}/status`, { status: 'open' });
  }

  window.tickets = { load, comments, create, close, agents, save, status, audit: () => $.get('/api/audit') };
})();
