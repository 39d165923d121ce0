/** Thrown where a name (of a group, a session, a person) stands for nothing. */
export class UnknownName extends Error {}
