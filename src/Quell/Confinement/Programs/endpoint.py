"""Points old versions of botocore at the gate."""

import importlib.util
import os
import sys


class EndpointFinder:
    """Points botocore before 1.31, which does not know AWS_ENDPOINT_URL, at that address once it is imported."""

    def find_spec(self, name, path=None, target=None):
        if name != "botocore.session":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module

        def exec_module(module):
            load(module)
            version = sys.modules["botocore"].__version__.split(".")
            if (int(version[0]), int(version[1])) < (1, 31):
                create = module.Session.create_client

                def create_client(self, service_name, region_name=None, api_version=None, use_ssl=True, verify=None,
                                  endpoint_url=None, *rest, **named):
                    return create(self, service_name, region_name, api_version, use_ssl, verify,
                                  endpoint_url or os.environ.get("AWS_ENDPOINT_URL"), *rest, **named)

                module.Session.create_client = create_client

        spec.loader.exec_module = exec_module
        return spec


def install():
    sys.meta_path.insert(0, EndpointFinder())
