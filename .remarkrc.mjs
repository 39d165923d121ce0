// All links, anchors and pictures that lead to something in this repository must lead to something.
export default { plugins: [['remark-validate-links', { repository: false }]] };
