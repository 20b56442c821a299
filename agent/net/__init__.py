"""How requests leave this machine: which addresses may be dialled, for how long, over what.

    allowed    hosts and networks outside the public web that the user lets be asked
    guard      which addresses the web may lead us to
    bounds     until when a request may go on, and how much of a head it may take
    backend    sockets: one resolving, vetted addresses, every wait within the bounds
    tls        what is trusted, and the second try with a server of the old days
    proxies    which requests go through a proxy
    transport  what httpx2 is given: the above put together
    body       a response's bytes, unpacked without ever holding more than is allowed
    carrier    requests with our headers, given to a transport as they are

The guard stands where a connection is made, because only there is it known which address a name
means; the addresses of a page are refused earlier where they can be told from their spelling. What
the user configured (model, search, proxy) is asked without it.
"""

BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/131.0.0.0 Safari/537.36"
)
"""What sites and libraries of the state are told that we are: some answer no program."""
