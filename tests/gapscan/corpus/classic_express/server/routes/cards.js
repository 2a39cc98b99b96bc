const router = require('express').Router();

router.post('/move', (req, res) => {
  res.json({ ...req.body, moved: true });
});

exports.cards = router;
