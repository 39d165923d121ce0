export { WahaApi } from './credentials/WahaApi.credentials';
export { WahaGroups } from './nodes/WahaGroups/WahaGroups.node';
export { WahaGroupsLiveTrigger } from './nodes/WahaGroups/WahaGroupsLiveTrigger.node';
export { WahaGroupsTrigger } from './nodes/WahaGroups/WahaGroupsTrigger.node';
