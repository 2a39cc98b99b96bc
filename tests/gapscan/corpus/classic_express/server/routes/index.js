const helpers = require('../helpers');
const page = helpers.page;

module.exports = function (app, prefix) {
  app.use(`${prefix}/api/boards`, require('./boards')());
  app.use(`${prefix}/api/cards`, require('./cards').cards);
  page(app, '/boards', (req, res) => res.render('boards.ejs', { title: 'Boards' }));
};
