/** All that a run or a test needs and n8n's start does not: the build makes one file of it. */
export * as actions from './actions/registry';
export * as groupList from './fields/groupList';
export * as locators from './fields/locators';
export * as credentialTest from './n8n/credentialTest';
export * as delivery from './trigger/delivery/delivery';
export * as live from './trigger/live/live';
export * as hooks from './trigger/registration/hooks';
export * as lostKey from './trigger/registration/lostKey';
