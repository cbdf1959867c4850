// For browsers that know no modules: they would show an empty page. Written for the oldest of them.
document.getElementById('root').textContent =
  '这个浏览器太旧，缺少保护儿童信息所需的功能，请换用新的浏览器。 ' +
  'This browser is too old to protect what is shown here: please use a current one.';
