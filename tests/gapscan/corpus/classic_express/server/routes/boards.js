module.exports = function () {
  const express = require('express');
  const router = express.Router();

  router.get('/', (req, res) => {
    res.json({ boards: req.app.locals.store.all() });
  });
  router.get('/search', search);
  router.get('/:id/cards', (req, res) => res.json(req.app.locals.store.find(req.params.id)));
  router.get('/:id/stats', (req, res) => {
    const sample = { open: 4, done: 2 };
    res.json(sample);
  });

  function search(req, res) {
    res.json(req.app.locals.store.all().filter((board) => board.name.includes(req.query.q)));
  }

  return router;
};
