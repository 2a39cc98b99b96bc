const rows = new Map();
module.exports = { find: (id) => rows.get(id), all: () => [...rows.values()] };
