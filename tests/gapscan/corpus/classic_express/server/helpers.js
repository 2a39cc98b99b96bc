const helpers = {};

// Each page has an address for people and one for scripts.
helpers.page = function (router, name, controller) {
  router.get(name, controller);
  router.get('/api/pages' + name, controller);
};

module.exports = helpers;
