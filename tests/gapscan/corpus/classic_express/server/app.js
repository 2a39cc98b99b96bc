const express = require('express');
const config = require('./config');
const store = require('./store');

module.exports = function () {
  const app = express();
  const prefix = config.prefix();
  app.use(prefix, express.static('public'));
  app.locals.store = store;
  require('./routes')(app, prefix);
  return app;
};
