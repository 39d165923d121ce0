/** Who plays in the demo. Invented numbers; nobody is called. */
export const people = {
	/** On the guest list and in the group from the start. */
	guests: ['4917000000001', '4917000000002', '4917000000003'],
	/** In the group, but not on the list: the nightly tidy-up removes them. */
	strangers: ['4917000000666', '4917000000667'],
	/** On the list; joins while the demo runs. */
	newcomer: '4917000000004',
	/** Join while WAHA is unplugged. */
	late: ['4917000000011', '4917000000012', '4917000000013'],
	/** The sandbox's own person whose number WhatsApp hides: must stay. */
	hidden: '4915300003002',
};
