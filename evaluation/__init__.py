"""How good the program is: pages whose truth is known, taken through the whole journey."""
