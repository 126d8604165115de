"""The composition root: settings, keys, migrations, the public app process and the supervisor of all four."""
