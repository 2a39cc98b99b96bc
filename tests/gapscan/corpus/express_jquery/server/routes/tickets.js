const { Router } = require('express');
const db = require('../db');

const router = Router();

router.get('/', async (req, res) => {
  const rows = await db.query('select * from tickets');
  res.json(rows);
});

router.post('/', (req, res) => {
  const ticket = { id: Date.now(), ...req.body };
  res.status(201).json(ticket);
});

router.delete('/:id', (req, res) => {
  // TODO: delete it
  res.sendStatus(204);
});

router.post('/:id/status', async (req, res, next) => {
  try {
    await db.query('update tickets set status = $1', [req.body.status]);
    res.json({ status: req.body.status });
  } catch (error) {
    next(error);
  }
});

module.exports = router;
