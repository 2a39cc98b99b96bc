const express = require('express');
const db = require('../db');

const router = express.Router();

router.get('/api/audit', async (req, res) => {
  res.json(await db.query('select * from audit'));
});

module.exports = router;
