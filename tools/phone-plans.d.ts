import type { MetadataJson } from 'libphonenumber-js/core';

export const FILE: string;
export function phonePlans(metadata: MetadataJson): string;
