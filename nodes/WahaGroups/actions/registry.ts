import { admin } from './admin';
import { group } from './group';
import { inviteCodeResource } from './inviteCode';
import type { Operation, Resource } from './operation';
import { participantsResource } from './participants';

/** Every resource under its stored value. Values are stored in workflows and never change. */
export const RESOURCES: Readonly<Record<string, Resource>> = {
	admin,
	group,
	inviteCode: inviteCodeResource,
	participants: participantsResource,
};

/** The operation of a resource; undefined for a pair that does not exist. */
export function findOperation(resource: string, operation: string): Operation | undefined {
	const operations = Object.hasOwn(RESOURCES, resource)
		? RESOURCES[resource]?.operations
		: undefined;
	return operations && Object.hasOwn(operations, operation) ? operations[operation] : undefined;
}
