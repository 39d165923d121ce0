export { WahaApi } from './credentials/WahaApi.credentials';
export { WahaGroups } from './nodes/WahaGroups/WahaGroups.node';
export { WahaGroupsTrigger } from './nodes/WahaGroups/WahaGroupsTrigger.node';
