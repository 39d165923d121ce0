'use strict';

const { WahaApi } = require('./dist/credentials/WahaApi.credentials.js');
const { WahaGroups } = require('./dist/nodes/WahaGroups/WahaGroups.node.js');
const { WahaGroupsLiveTrigger } = require('./dist/nodes/WahaGroups/WahaGroupsLiveTrigger.node.js');
const { WahaGroupsTrigger } = require('./dist/nodes/WahaGroups/WahaGroupsTrigger.node.js');

module.exports = { WahaApi, WahaGroups, WahaGroupsLiveTrigger, WahaGroupsTrigger };
