window.KanbanApi = {
  request(method, url, data) {
    return $.ajax({ method: method, url: url, data: data });
  },
  boards() {
    return this.request('GET', '/api/boards');
  },
};

var Cards = function (boardId) {
  this.boardId = boardId;
};

Cards.prototype.list = function () {
  return Kanban.api.request('GET', '/api/boards/' + this.boardId + '/cards');
};

Cards.prototype.move = function (card, column) {
  return Kanban.api.request('POST', '/api/cards/move', { card: card, column: column });
};
