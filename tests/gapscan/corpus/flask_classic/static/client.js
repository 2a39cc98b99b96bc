var url = 'api/files';

var resource = function (name) {
  return url + '/' + name;
};

var Client = function (base) {
  this.base = base;
};

Client.prototype.get = function (name) {
  return this.base.get(resource(name));
};

Client.prototype.clear = function (name) {
  return this.base.delete(resource(name) + '/versions');
};

Client.prototype.state = function () {
  return $.getJSON('api/printer');
};

Client.prototype.job = function () {
  return $.getJSON('api/job');
};

function visit(event) {
  $.get(event.relatedTarget.href);
}
