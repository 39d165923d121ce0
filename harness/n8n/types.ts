/** One item of a node's data. */
export interface RunItem {
	json: Record<string, unknown>;
	binary?: Record<string, unknown>;
	error?: RunError;
	pairedItem?: unknown;
}

/** An error as n8n stores it with an execution. */
export interface RunError {
	name?: string;
	message: string;
	description?: string | null;
	httpCode?: string | null;
	context?: Record<string, unknown>;
	stack?: string;
}

/** One run of one node; `data.main[output][item]`. */
export interface NodeRun {
	startTime: number;
	executionTime: number;
	executionStatus?: string;
	error?: RunError;
	data?: { main?: Array<RunItem[] | null> };
}

/** How an execution ended, as n8n tells it in lists. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: 'new' | 'running' | 'waiting' | 'success' | 'error' | 'crashed' | 'canceled' | 'unknown';
	mode: string;
	startedAt: string | null;
	stoppedAt: string | null;
}

/** An execution with what every node gave. */
export interface Execution extends ExecutionSummary {
	/** By node name, one entry per run. */
	runData: Record<string, NodeRun[]>;
	error: RunError | undefined;
	lastNode: string | undefined;
	/** The items of a node's last run (first output, unless another is named). */
	items(node: string, output?: number): RunItem[];
	/** The same, only their `json`. */
	json(node: string, output?: number): Array<Record<string, unknown>>;
}

/** A node as workflows store it. */
export interface WorkflowNode {
	id?: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	webhookId?: string;
	onError?: string;
	retryOnFail?: boolean;
	disabled?: boolean;
}

/** Where a connection ends. */
export interface ConnectionTarget {
	node: string;
	type: string;
	index: number;
}

/** A workflow as people export and import it. */
export interface WorkflowDraft {
	name: string;
	nodes: WorkflowNode[];
	connections: Record<string, Record<string, Array<ConnectionTarget[] | null>>>;
	settings?: Record<string, unknown>;
	/** Data that stand in for what a node would give; n8n uses them in runs by hand only. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
}

/** A workflow that n8n has saved. */
export interface Workflow extends WorkflowDraft {
	id: string;
	versionId: string;
	active: boolean;
	activeVersionId?: string | null;
	staticData?: unknown;
}

/** Which credential, by n8n's id. */
export interface CredentialRef {
	id: string;
	name: string;
	type: string;
	data: Record<string, unknown>;
}

/** What the picker of a resource locator shows. */
export interface PickerPage {
	results: Array<{ name: string; value: string | number | boolean; url?: string }>;
	paginationToken?: unknown;
}

/** What to ask a picker for. */
export interface PickerQuery {
	/** For example `n8n-nodes-waha-groups.wahaGroups`. */
	nodeType: string;
	typeVersion?: number;
	/** The method in the node's `listSearch` or `loadOptions`. */
	methodName: string;
	/** The parameter's path. */
	path: string;
	filter?: string;
	paginationToken?: string;
	parameters?: Record<string, unknown>;
	credential?: CredentialRef;
}

/** How far an activation (publication) has come. */
export interface PublicationStatus {
	status: string;
	triggers?: Array<{ nodeName?: string; status?: string; errorMessage?: string | null }>;
	errorMessage?: string | null;
}

/** A node type as the editor sees it. */
export interface NodeTypeInfo {
	name: string;
	displayName: string;
	version: number | number[];
	properties: unknown[];
	usableAsTool?: boolean;
	[key: string]: unknown;
}
