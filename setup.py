"""Puts the vignettes inside the pack that is built; everything else is said in pyproject.toml.

People read the cases on the pages of the rules. They have one home in the sources, tests/vignettes.
"""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

HOME = Path("tests/vignettes")
NAMES = "catalogue"  # the shorthand of the cases, not cases


class WithVignettes(build_py):
    """Copies the packages, then the cases."""

    def run(self) -> None:
        """Build; an editable install copies nothing, since it reads the sources."""
        super().run()
        if self.editable_mode:
            return
        cases = [file for file in sorted(HOME.glob("*/*.yaml")) if file.parent.name != NAMES]
        if not cases:
            raise SystemExit(f"{HOME} holds no vignettes: the pages would show rules without cases")
        for case in cases:
            target = Path(self.build_lib, "cards", "vignettes", case.parent.name, case.name)
            self.mkpath(str(target.parent))
            self.copy_file(str(case), str(target))


setup(cmdclass={"build_py": WithVignettes})
