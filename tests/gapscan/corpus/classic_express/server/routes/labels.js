const router = require('express').Router();
const store = require('../store');

router.get('/api/labels', (req, res) => res.json(store.all()));

module.exports = router;
