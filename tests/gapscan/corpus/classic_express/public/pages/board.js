var Pages = {};

Pages.open = function (id) {
  var cards = new Cards(id);
  cards.list().then(render).catch(reportError);
  Kanban.api.request('GET', '/api/boards/' + id + '/stats').then(render);
};

Pages.archive = function (id) {
  Kanban.api.request('POST', '/api/boards/' + id + '/archive');
};

Pages.search = function (words) {
  var url = '/api/Boards/search';
  url += '?';
  if (words) {
    url += 'q=' + words + '&';
  }
  Kanban.api.request('GET', url).then(render);
};

Pages.dialog = function (name) {
  $.get('/templates/' + name + '.ejs').then(render);
  $('form').on('submit', function () {
    $.post($(this).attr('action'), {});
  });
  $.ajax(Kanban.bookmarks, { method: 'post' });
};

function render() {}
