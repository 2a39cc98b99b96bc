const express = require('express');
const tickets = require('./routes/tickets');
const agents = require('./routes/agents');

const app = express();
const api = express.Router();

app.use(express.json());
api.use('/tickets', tickets);
api.use('/agents', agents);
app.use('/api', api);
app.get('/health', (req, res) => res.json({ ok: true }));

module.exports = app;
