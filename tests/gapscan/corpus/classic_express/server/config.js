exports.prefix = () => process.env.PREFIX || '';
