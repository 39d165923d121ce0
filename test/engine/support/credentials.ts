import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IHttpRequestOptions,
	INode,
	INodeProperties,
	Workflow,
} from 'n8n-workflow';
import { ICredentialsHelper } from 'n8n-workflow';

import { WahaApi } from '../../..';

/** What n8n's own helper does with a credential, without a database behind it. */
export class CredentialsInMemory extends ICredentialsHelper {
	private readonly type: ICredentialType = new WahaApi();

	/** In: what the credential holds when it is read, and what is told of each time that it is read. */
	constructor(
		private readonly data: () => ICredentialDataDecryptedObject,
		private readonly onRead: () => void = () => undefined,
	) {
		super();
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	/** As n8n's CredentialsHelper does it: names and values may be expressions, and what they lack is ''. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		_typeName: string,
		request: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.type;
		if (typeof authenticate !== 'object' || !workflow || !node)
			throw new Error(
				'n8n shows the credential in the HTTP Request node only where it is declared',
			);
		const resolve = (value: string): string =>
			value.startsWith('=')
				? String(
						workflow.expression.getSimpleParameterValue(
							node,
							value,
							'internal',
							{ $credentials: credentials },
							undefined,
							'',
						) || '',
					)
				: value;
		const declared = Object.entries(authenticate.properties.headers ?? {});
		const added = declared.map(([name, value]) => [resolve(name), resolve(String(value))]);
		return { ...request, headers: { ...request.headers, ...Object.fromEntries(added) } };
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('There is no database in an engine test');
	}

	async getDecrypted(): Promise<ICredentialDataDecryptedObject> {
		this.onRead();
		return this.data();
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}

	getCredentialsProperties(): INodeProperties[] {
		return this.type.properties;
	}
}
