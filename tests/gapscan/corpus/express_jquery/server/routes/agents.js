const express = require('express');

const router = express.Router();
const AGENTS = [{ id: 1, name: 'Ada' }];

router.get('/', (req, res) => res.json(AGENTS.map((agent) => ({ ...agent }))));

router.route('/:id').put((req, res) => {
  const { name } = req.body;
  return res.json({ id: req.params.id, name });
});

module.exports = router;
