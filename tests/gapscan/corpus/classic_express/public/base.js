// A namespace that every other script uses.
window.Kanban = {
  api: window.KanbanApi,
  url: '',
};

function reportError(error) {
  console.error(error);
}
